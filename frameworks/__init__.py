"""The shipped frameworks, as data; `preinspect.framework` reads them."""
