"""The training of the static sentence encoder: public pairs and our own corpora in, a model's folder out."""
