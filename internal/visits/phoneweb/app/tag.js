// Reading the tag in the home, where the browser can: by near field, or in a picture of
// its square code. No place is asked for, and the picture never leaves the phone.

export const near = 'NDEFReader' in window;
export const pictures = 'BarcodeDetector' in window;

const code = /[A-HJ-NP-Z2-9]{6}/;

// tidy is the six characters as they stand on the tag; nothing when they are not six.
export function tidy(typed) {
  const found = typed.toUpperCase().replace(/[\s-]/g, '');
  return /^[A-Z0-9]{6}$/.test(found) ? found : '';
}

// listen waits for a tag against the back of the phone until it is told to stop.
export async function listen(found, stop) {
  const reader = new window.NDEFReader();
  reader.onreading = ({ message }) => {
    for (const record of message.records) {
      const [read] = record.data ? new TextDecoder().decode(record.data).match(code) ?? [] : [];
      if (read) return found(read);
    }
    return undefined;
  };
  await reader.scan({ signal: stop });
}

// inPicture is the code in a picture that was just taken.
export async function inPicture(file) {
  const picture = await createImageBitmap(file);
  const seen = await new window.BarcodeDetector({ formats: ['qr_code', 'data_matrix', 'code_128'] }).detect(picture);
  picture.close();
  return seen.map((s) => s.rawValue.match(code)?.[0]).find(Boolean) ?? '';
}
