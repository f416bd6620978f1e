"""Where notices go: standard output, a webhook, a mail, a command. Secrets are looked up when one is sent and kept nowhere."""
