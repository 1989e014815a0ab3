FLASK_APP=server.cli:make_server
