"""Makes the source picture of the colour-fix fixture: the low-quality picture, four times enlarged by Pillow's bicubic.

Usage: color_fix_source.py IN.png SOURCE.png
"""
import sys

from PIL import Image

picture = Image.open(sys.argv[1]).convert("RGB")
picture.resize((picture.width * 4, picture.height * 4), Image.BICUBIC).save(sys.argv[2], optimize=True)
