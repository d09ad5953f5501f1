"""How answers, articles and lists look in Telegram: texts, cards, keyboards, rich text, links."""
