"""One file per page. A module's file is a declaration (`MODULE`); a page with a shape of its own has `register`."""
