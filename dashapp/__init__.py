"""What every page is made of: settings, the words modules are declared in, services, and components."""
