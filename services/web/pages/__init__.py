"""The pages, one question each: what they read and in which words they tell it."""
