"""Tests of the proof: keys, credential, second QR code, status lists."""
