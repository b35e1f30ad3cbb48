"""Sentences for the reasons of the knowledge base: writing and importing articles, suggesting them, what came of it."""

from __future__ import annotations

SENTENCES = {
    "no_such_article": "There is no article {key}.",
    "no_such_article_version": "There is no version {version} of this article.",
    "article_exists": "There is an article {key} already.",
    "article_without_words": "An article needs a title and a text, in one language at least.",
    "article_half_written": "A title needs its text, and a text its title. Leave both empty where there is none.",
    "article_line_too_long": "That line is too long: {limit} letters at most.",
    "not_a_key": "{key} cannot name an article: use small letters, digits and -.",
    "article_audience_differs": "{file}: another file of {key} is for another audience. Give both the same.",
    "article_not_utf8": "{file}: it is not written in UTF-8. Save it as UTF-8.",
    "suggested": "It carried articles: {titles}.",
    "text_without_articles": "No article was suggested: the text of the acknowledgement does not mention $articles.",
    "solved_by_article": "The article “{title}” answered it.",
    "not_solved_by_article": "The article “{title}” did not answer it.",
    "no_such_offer": "This link leads nowhere any more. Your ticket is not touched; to reach us, reply to our mail.",
}
