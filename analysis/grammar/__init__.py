"""Korean clauses, subjects, quotations, markers, numbers and dates, read from token arrays or from text."""
