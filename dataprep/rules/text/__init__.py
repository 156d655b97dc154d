"""The rules about what the texts say: damage by encodings and scrapers, answers not worth learning."""
