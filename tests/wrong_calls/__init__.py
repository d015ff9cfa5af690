"""Wrong calls of every public function, method and drawing: each is refused by name, none is accepted in silence."""
