"""What people write into forms, read into values: pay, days, numbers, codes, telephone numbers, majors."""
