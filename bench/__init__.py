"""Speed and calibration, measured: nothing here is needed to answer a question."""
