FLASK_APP=dashapp.wsgi:make_server
