/** What a scan sounds and feels like, so that nobody has to look. */

type Tone = { hertz: number; seconds: number; shake: number | number[] };

const TONES = {
  good: { hertz: 1320, seconds: 0.07, shake: 40 },
  done: { hertz: 1760, seconds: 0.18, shake: [40, 40, 80] },
  bad: { hertz: 180, seconds: 0.45, shake: [200, 80, 200] },
} as const satisfies Record<string, Tone | { hertz: number; seconds: number; shake: readonly number[] }>;

let context: AudioContext | undefined;

/** Sounds and shakes, where the device can. */
export function feel(kind: keyof typeof TONES): void {
  const tone = TONES[kind];
  navigator.vibrate?.(typeof tone.shake === "number" ? tone.shake : [...tone.shake]);
  try {
    context ??= new AudioContext();
    void context.resume();
    sound(context, tone.hertz, tone.seconds);
  } catch {
    // A device without sound still shows what it thinks.
  }
}

function sound(at: AudioContext, hertz: number, seconds: number): void {
  const voice = new OscillatorNode(at, { frequency: hertz, type: hertz < 400 ? "square" : "sine" });
  const volume = new GainNode(at, { gain: 0.15 });
  voice.connect(volume).connect(at.destination);
  voice.start();
  voice.stop(at.currentTime + seconds);
}
