"""Makes the pictures, films and sounds beside it, which are of nobody and were taken nowhere, and plants into each what
cameras and programs write: a name, a place, a time, a small picture. Needs Pillow, pillow-heif, exiftool and ffmpeg.

    python3 make.py
"""

import io
import math
import os
import subprocess

from PIL import Image, ImageCms, PngImagePlugin
import pillow_heif

pillow_heif.register_heif_opener()
NAME, PLACE, THUMB = "Zadie Quarmby", "Hollowmere", "THUMBNAIL-OF-ZADIE"


def drawing(width=48, height=32, shift=0):
    image = Image.new("RGB", (width, height))
    for x in range(width):
        for y in range(height):
            image.putpixel((x, y), (x * 5 % 256, (y * 7 + shift) % 256, int(128 + 90 * math.sin((x + y) / 6))))
    return image


def run(*args):
    subprocess.run(args, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def tag(path, *more):
    """What exiftool can write into a file of that kind."""
    run(
        "exiftool", "-overwrite_original", "-m", "-q",
        f"-Artist={NAME}", f"-XMP-dc:Creator={NAME}", f"-XMP-photoshop:City={PLACE}", "-Make=Camera of Zadie",
        "-DateTimeOriginal=2026:03:14 15:09:26", "-GPSLatitude=51.507289", "-GPSLatitudeRef=N",
        "-GPSLongitude=0.127432", "-GPSLongitudeRef=W", *more, path,
    )


def photo():
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    drawing().save("photo.jpg", quality=80, icc_profile=profile, comment=f"comment of {NAME}".encode())
    small = io.BytesIO()
    drawing(16, 12).save(small, "jpeg", quality=30, comment=THUMB.encode())
    with open("small.jpg", "wb") as file:
        file.write(small.getvalue())
    tag("photo.jpg", "-IPTC:By-line=" + NAME, "-IPTC:City=" + PLACE, "-ThumbnailImage<=small.jpg",
        "-PhotoshopThumbnail<=small.jpg", "-n", "-Orientation=6")
    # A film behind the picture, as telephones write.
    with open("photo.jpg", "ab") as file:
        file.write(b"MotionPhoto_Data" + NAME.encode() + PLACE.encode() + small.getvalue())
    drawing().save("progressive.jpg", quality=70, progressive=True)
    tag("progressive.jpg", "-IPTC:By-line=" + NAME, "-ThumbnailImage<=small.jpg")
    os.remove("small.jpg")


def others():
    info = PngImagePlugin.PngInfo()
    info.add_text("Author", NAME)
    info.add_text("Comment", PLACE * 20, zip=True)
    info.add_itxt("Title", NAME, "en", "Titel")
    drawing().save("photo.png", pnginfo=info)
    tag("photo.png", "-n", "-Orientation=6")
    with open("photo.png", "ab") as file:
        file.write(b"behind the end " + NAME.encode())
    frames = [drawing(24, 16, shift) for shift in (0, 60, 120)]
    frames[0].save("moving.png", save_all=True, append_images=frames[1:], duration=80, loop=0, pnginfo=info)
    frames[0].save("moving.gif", save_all=True, append_images=frames[1:], duration=80, loop=0, comment=NAME.encode())
    run("exiftool", "-overwrite_original", "-q", f"-XMP-dc:Creator={NAME}", f"-XMP-photoshop:City={PLACE}", "moving.gif")
    drawing().save("photo.webp", quality=80)
    tag("photo.webp", "-n", "-Orientation=6")
    drawing().save("lossless.webp", lossless=True)
    tag("lossless.webp")
    frames[0].save("moving.webp", save_all=True, append_images=frames[1:], duration=80, loop=0)
    tag("moving.webp")
    exif = Image.Exif()
    exif[0x013B] = NAME
    exif[0x010F] = PLACE
    xmp = f'<x:xmpmeta xmlns:x="adobe:ns:meta/"><creator>{NAME}</creator><city>{PLACE}</city></x:xmpmeta>'.encode()
    drawing(64, 48).save("photo.avif", quality=60, exif=exif.tobytes(), xmp=xmp)
    image = pillow_heif.from_pillow(drawing(128, 96))
    image.info["exif"], image.info["xmp"], image.info["thumbnails"] = exif.tobytes(), xmp, [64]
    image.save("photo.heic", quality=50)


def films():
    quick = ["ffmpeg", "-y", "-bitexact", "-f", "lavfi", "-i", "testsrc=size=64x48:rate=5:duration=1", "-f", "lavfi",
             "-i", "sine=frequency=440:duration=1:sample_rate=8000"]
    told = ["-metadata", f"title={NAME}", "-metadata", f"artist={NAME}", "-metadata", f"comment={PLACE}",
            "-metadata", "location=+51.5072-000.1274/", "-metadata", "creation_time=2026-03-14T15:09:26Z"]
    with open("words.srt", "w") as file:
        file.write(f"1\n00:00:00,000 --> 00:00:01,000\n{NAME} in {PLACE}\n")
    mpeg = ["-c:v", "mpeg4", "-b:v", "20k", "-c:a", "aac", "-b:a", "8k"]
    run(*quick, *told, *mpeg, "film.mp4")
    tag("film.mp4")
    with open("chapters.txt", "w") as file:
        file.write(f";FFMETADATA1\n[CHAPTER]\nTIMEBASE=1/1000\nSTART=0\nEND=1000\ntitle={NAME} at {PLACE}\n")
    # Chapters are a track of text: like those into which cameras write where they are.
    run(*quick, "-i", "chapters.txt", "-map_chapters", "2", *told, *mpeg, "film.mov")
    tag("film.mov")
    run(*quick, "-i", "words.srt", *told, *mpeg, "-c:s", "mov_text", "-metadata:s:s:0", "handler_name=" + NAME, "subtitles.mp4")
    run(*quick, *told, *mpeg, "-movflags", "frag_keyframe+empty_moov+default_base_moof", "pieces.mp4")
    run(*quick, *told, "-c:v", "libvpx", "-b:v", "20k", "-c:a", "libopus", "-b:a", "8k", "film.webm")
    run(*quick, *told, "-c:v", "mpeg4", "-b:v", "20k", "-c:a", "pcm_u8", "film.avi")
    sound = ["ffmpeg", "-y", "-bitexact", "-f", "lavfi", "-i", "sine=frequency=440:duration=0.3:sample_rate=8000", *told]
    run(*sound, "-b:a", "8k", "-write_id3v1", "1", "sound.mp3")
    run(*sound, "-c:a", "pcm_u8", "sound.wav")
    run(*sound, "-c:a", "flac", "sound.flac")
    run(*sound, "-c:a", "libvorbis", "sound.ogg")
    run(*sound, "-c:a", "libopus", "sound.opus")
    os.remove("words.srt")
    os.remove("chapters.txt")


photo()
others()
films()
