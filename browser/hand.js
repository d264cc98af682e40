// A hand plays a task as one person would, by mouse alone or by keyboard alone, and
// counts what it takes by the keystroke-level model: fields, clicks and seconds.
// Words are always typed; with the mouse the hand moves to the keyboard for them.
const cost = { key: 0.28, point: 1.1, click: 0.2, hand: 0.4, think: 1.35 };

const farthest = 120; // presses of Tab before a part is said to be out of reach

export class Hand {
  constructor(page, way) {
    Object.assign(this, { page, way, fields: 0, clicks: 0, seconds: 0, typing: false });
  }

  // think is what one does when a page has come up.
  think() {
    this.seconds += cost.think;
  }

  // write types words in a field, over what may stand there.
  async write(field, words) {
    // A page that opens with the field in focus is typed in at once.
    if (this.way !== 'mus' || !(await field.evaluate((e) => e === document.activeElement))) await this.reach(field);
    this.move(true);
    await field.press('Control+a');
    this.seconds += (words.length + (await field.inputValue() ? 2 : 0)) * cost.key;
    await field.pressSequentially(words);
    this.fields++;
  }

  // choose picks one of a group of choices, or one word of a list.
  async choose(field, words) {
    if ((await field.evaluate((e) => e.tagName)) === 'SELECT') {
      await this.reach(field);
      await field.selectOption({ label: words });
      this.seconds += this.way === 'mus' ? cost.point + cost.click : 3 * cost.key;
      this.clicks += this.way === 'mus' ? 1 : 0;
    } else if (this.way === 'mus') {
      await this.reach(field);
    } else {
      await this.reach(field);
      await this.page.keyboard.press('Space');
      this.seconds += cost.key;
    }
    this.fields++;
  }

  // press follows a link or presses a button, and waits for where it leads.
  async press(what) {
    if (this.way === 'mus') {
      await Promise.all([this.page.waitForNavigation(), this.reach(what)]);
      return;
    }
    await this.reach(what);
    this.seconds += cost.key;
    await Promise.all([this.page.waitForNavigation(), this.page.keyboard.press('Enter')]);
  }

  // sign saves the form that is being typed in: by its button, or by Ctrl and Enter.
  async sign(button) {
    if (this.way === 'mus') return this.press(button);
    this.almost();
    return Promise.all([this.page.waitForNavigation(), this.page.keyboard.press('Control+Enter')]);
  }

  // almost counts the keys that save, and leaves what was typed unsaved.
  almost() {
    this.seconds += 2 * cost.key;
  }

  // reach points and clicks, or presses Tab until the part has the focus.
  async reach(what) {
    if (this.way === 'mus') {
      this.move(false);
      await what.click();
      this.clicks++;
      this.seconds += cost.point + cost.click;
      return;
    }
    this.move(true);
    if (await this.page.evaluate(() => document.activeElement === document.body)) {
      // From the top of a page the first press shows the way past the menu.
      await this.page.keyboard.press('Tab');
      await this.page.keyboard.press('Enter');
      this.seconds += 2 * cost.key;
    }
    const there = () => what.evaluate((e) => e === document.activeElement || (e.type === 'radio' && document.activeElement.name === e.name));
    for (let n = 0; !(await there()); n++) {
      if (n === farthest) throw new Error('Tab når inte dit');
      await this.page.keyboard.press('Tab');
      this.seconds += cost.key;
    }
    await what.focus(); // within a group of choices the arrows lead on
  }

  // move counts the hand from the mouse to the keys and back.
  move(typing) {
    if (this.way === 'mus' && this.typing !== typing) this.seconds += cost.hand;
    this.typing = typing;
  }

  says() {
    return `${this.fields} fält, ${this.clicks} klick, ${this.seconds.toFixed(1)} s`;
  }

  // within holds the task to its budget.
  within(task, { fields, clicks, seconds }) {
    console.log(`  ${task}, ${this.way}: ${this.says()} (högst ${fields} fält, ${clicks} klick, ${seconds} s)`);
    if (this.fields > fields || this.clicks > clicks || this.seconds > seconds) return `${task} med ${this.way} tar ${this.says()}; budgeten är ${fields} fält, ${clicks} klick och ${seconds} s`;
    return '';
  }
}
