"""What anybody would write: OpenCV, MediaPipe's video mode, lines over the picture, OpenCV.

python plain_loop.py VIDEO MODEL.task OUT.mp4
"""

import sys

import cv2
import mediapipe as mp
import numpy as np
from mediapipe.tasks import python as tasks
from mediapipe.tasks.python import vision

LINES = [(line.start, line.end) for line in vision.PoseLandmarksConnections.POSE_LANDMARKS]


def main(video: str, model: str, out: str) -> None:
    options = vision.PoseLandmarkerOptions(
        base_options=tasks.BaseOptions(model_asset_path=model), running_mode=vision.RunningMode.VIDEO
    )
    capture = cv2.VideoCapture(video)
    fps = capture.get(cv2.CAP_PROP_FPS)
    size = tuple(int(capture.get(side)) for side in (cv2.CAP_PROP_FRAME_WIDTH, cv2.CAP_PROP_FRAME_HEIGHT))
    writer = cv2.VideoWriter(out, cv2.VideoWriter.fourcc(*"mp4v"), fps, size)
    index = 0
    with vision.PoseLandmarker.create_from_options(options) as landmarker:
        while True:
            there, picture = capture.read()
            if not there:
                break
            rgb = mp.Image(mp.ImageFormat.SRGB, cv2.cvtColor(picture, cv2.COLOR_BGR2RGB))
            found = landmarker.detect_for_video(rgb, round(1000 * index / fps))
            for landmarks in found.pose_landmarks:
                draw(picture, np.array([(point.x * size[0], point.y * size[1]) for point in landmarks]))
            writer.write(picture)
            index += 1
    writer.release()


def draw(picture: np.ndarray, points_px: np.ndarray) -> None:
    points = [tuple(point) for point in points_px.round().astype(int).tolist()]
    for start, end in LINES:
        cv2.line(picture, points[start], points[end], (0, 200, 0), 3, cv2.LINE_AA)
    for point in points:
        cv2.circle(picture, point, 5, (255, 255, 255), -1, cv2.LINE_AA)


if __name__ == "__main__":
    main(*sys.argv[1:])
