"""What Chinese print is: characters, sentences, words, numbers, names, page names. Knows no question and no paper."""
