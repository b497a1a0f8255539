"""Words of the domain: frozen types that carry numbers together with unit and source."""
