"""What documents say: the one content behind slides, paper, message, workbook and screen."""

from documents.content.asked import Asked as Asked
from documents.content.brief import brief_content as brief_content
from documents.content.deck import deck_content as deck_content
from documents.content.model import Content as Content
