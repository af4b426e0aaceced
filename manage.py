"""The command line of Kondusif: `python manage.py --help`."""

from cli.main import app

if __name__ == "__main__":
    app()
