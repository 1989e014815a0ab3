"""What certification works out: the certificate on paper."""
