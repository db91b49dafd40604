"""Generates a Python client for every document of a folder; a warning is a failure."""

import pathlib
import subprocess
import sys

# What the generator cannot do with any document, by the words of its warning.
LIMITS = {"is not allowed in header": "it knows no header that may stand several times"}

# Formatting takes longer than generating, and nobody reads these. Pictures and films are bytes to a client.
CONFIG = """
post_hooks: []
content_type_overrides:
  image/png: application/octet-stream
  video/mp4: application/octet-stream
"""

documents, clients = map(pathlib.Path, sys.argv[1:])
config = clients / "config.yaml"
config.write_text(CONFIG)
generator = pathlib.Path(sys.executable).with_name("openapi-python-client")

failed = limited = 0
files = sorted(documents.glob("*.json"))
for file in files:
    package = clients / (file.stem.replace(".", "_") + "_client")
    command = [generator, "generate", "--path", file, "--output-path", package, "--overwrite", "--meta", "none"]
    done = subprocess.run([*command, "--config", config, "--fail-on-warning"], capture_output=True, text=True)
    said = done.stdout + done.stderr
    if done.returncode == 0 and "warning" not in said.lower():
        continue
    limits = [reason for words, reason in LIMITS.items() if words in said]
    if len(limits) == said.count("WARNING parsing") > 0:
        limited += 1
        print(f"{file.name}: a limit of the generator: {'; '.join(limits)}", file=sys.stderr)
    else:
        failed += 1
        print(f"{file.name}: {said}", file=sys.stderr)
whole = len(files) - failed - limited
print(f"Python: {whole} of {len(files)} documents without warning, {limited} with a limit of the generator alone")
sys.exit(1 if failed else 0)
