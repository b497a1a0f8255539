"""Whole-process times as ratios to `python -c "import typer, rich, pydantic"`, best of several runs taken in turn."""

import subprocess
import sys
import time
from pathlib import Path

BIN = Path(sys.executable).parent
BARE = [sys.executable, "-c", "import typer, rich, pydantic"]
VRAM = "vram --model qwen3.6-35b-a3b --quant Q4_K_M --context 32768 --gpu rtx-4060-ti-16gb"
COMMANDS = {
    "bare import": BARE,
    "ownrig vram": [str(BIN / "ownrig"), *VRAM.split()],
    "ownrig ask (fit)": [str(BIN / "ownrig"), "ask", "Will Qwen3 8B fit on an RTX 3060 12GB?"],
    "ownrig ask (speed)": [str(BIN / "ownrig"), "ask", "How fast is gpt-oss 20B on an RTX 3090?"],
}
ROUNDS = 15


def seconds(command: list[str]) -> float:
    """Run a command once and return its wall time."""
    start = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True)
    return time.perf_counter() - start


def main() -> None:
    """Print the best time of each command and its ratio to the bare import."""
    times: dict[str, list[float]] = {name: [] for name in COMMANDS}
    for _ in range(ROUNDS):
        for name, command in COMMANDS.items():
            times[name].append(seconds(command))
    bare = min(times["bare import"])
    for name, measured in times.items():
        print(f"{name:20} {min(measured) * 1000:6.0f} ms   {min(measured) / bare:5.2f} x the bare import")


if __name__ == "__main__":
    main()
