"""The filter language: what can be asked of a deal, how it is read and how it is compared."""
