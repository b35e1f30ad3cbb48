"""Sentences for the reasons of suggestions and of the article files they may be read from."""

from __future__ import annotations

SENTENCES = {
    "wants_a_person": "Nothing is suggested: a person is asked for.",
    "nothing_to_search": "Nothing is suggested: without greetings and courtesy no words are left.",
    "no_article_shares_words": "Nothing is suggested: no article shares a word with it.",
    "no_article_fits": "Nothing is suggested: the nearest article, “{best}”, fits with {probability} only.",
    "shares_words": "It shares these words: {words}.",
    "article_without_front_matter": "{file}: begin it with a line ---, then title: and language:, then --- again.",
    "front_matter_unclosed": "{file}: the front matter has no end. Put a line --- below its last key.",
    "front_matter_line": "{file}, line {line}: write one `key: value` a line, each key once. Known are: {keys}.",
    "article_without": "{file}: its front matter has no {key}. Add a line `{key}: …`.",
    "article_language": "{file}: {language} is no language code. Write id or en.",
    "article_audience": "{file}: there is no audience {audience}. Write one of: {known}.",
    "article_key": "{file}: {key} cannot name an article. Use small letters, digits and -.",
    "article_empty": "{file}: there is no text below the front matter. Write it there.",
    "no_articles": "{path} holds no articles. Give a folder of Markdown files, or a file with one JSON object a line.",
    "line_not_understood": "{file}, line {line}: {error}. Correct that line.",
}
