"""What a workbook's sheet shows besides its values: what is hidden, merged, an error, unsaved, or formatted."""
