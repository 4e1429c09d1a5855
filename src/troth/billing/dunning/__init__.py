"""What is done about invoices that are not paid, by the steps that staff have set."""
