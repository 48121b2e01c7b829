"""Filters that write dates, money and numbers as `socialvalue.text` does. Long tables get finished strings instead."""

from django import template

from socialvalue import text

register = template.Library()
register.filter("date_text", text.date_text)
register.filter("short_date_text", text.short_date_text)
register.filter("datetime_text", text.datetime_text)
register.filter("utc_text", text.utc_text)
register.filter("money_text", text.money_text)
register.filter("number_text", text.number_text)
register.filter("count_text", text.count_text)
register.filter("list_text", text.list_text)
register.filter("size_text", text.size_text)
register.filter("count_words", text.count_words)
