"""How pages look: the reference, figures, the theme, typography."""
