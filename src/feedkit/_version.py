"""The version, known to the package and to what builds it."""

VERSION = "0.1.0"
