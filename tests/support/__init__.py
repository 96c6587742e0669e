"""What tests share: the browser, real files, small stores."""
