"""The templates of the reports; `preinspect.render` fills them."""
