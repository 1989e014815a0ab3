FLASK_APP=dashapp.cli:make_server
