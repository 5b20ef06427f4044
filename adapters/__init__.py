"""What connects the desk to where people ask: each adapter is parse, render and a thin app."""
