"""From the text of a page to articles, paragraphs and passages."""
