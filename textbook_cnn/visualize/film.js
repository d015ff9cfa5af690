// Plays a convolution of two functions: one is turned around, moves across the other, and the area of the product is
// drawn below. Called with the id of the box that holds the picture, the controls and the numbers.
(function (id) {
  const box = document.getElementById(id);
  if (!box) return;
  const part = (selector) => box.querySelector(selector);
  const data = JSON.parse(part("script[type='application/json']").textContent);
  const [places, f, g, times, area] = ["places", "f", "g", "times", "area"].map((name) => data[name].values);
  const product = (frame) => data.product.values.slice(frame * places.length, (frame + 1) * places.length);
  const svg = part("svg"), play = part("button"), slider = part("input"), words = part("output");
  const STILL = 12, TURN = 24, AWAY = 12; // steps before the slide: g as it is, turned around, moved to the start
  const SLIDE = STILL + TURN + AWAY;
  const BLUE = "#0072B2", VERMILION = "#D55E00", GREEN = "#009E73", GRAY = "#767676", PALE = "#c8c8c8";
  const LEFT = 44, RIGHT = 470, ABOVE = [40, 190], BELOW = [232, 330];

  const low = places[0], high = places[places.length - 1];
  const across = (x) => LEFT + ((x - low) / (high - low)) * (RIGHT - LEFT);
  const scale = (numbers, [top, bottom]) => {
    const least = Math.min(0, ...numbers), most = Math.max(0, ...numbers) || 1;
    return (y) => bottom - ((y - least) / (most - least)) * (bottom - top);
  };
  const up = scale([...f, ...g, ...data.product.values], ABOVE);
  const rise = scale(area, BELOW);
  const number = (x, digits) => x.toFixed(digits).replace("-", "\u2212");

  function draw(name, attributes, text) {
    const node = document.createElementNS("http://www.w3.org/2000/svg", name);
    for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
    if (text !== undefined) node.textContent = text;
    svg.append(node);
  }
  const points = (xs, ys, y) => xs.map((x, m) => `${across(x).toFixed(1)},${y(ys[m]).toFixed(1)}`).join(" ");
  const curve = (xs, ys, y, colour, dashes = "none") =>
    draw("polyline", { points: points(xs, ys, y), fill: "none", stroke: colour, "stroke-width": 2,
                       "stroke-dasharray": dashes, "clip-path": `url(#${id}-clip)` });
  const write = (x, y, text, colour = "#222", anchor = "start") =>
    draw("text", { x, y, fill: colour, "font-size": 14, "text-anchor": anchor }, text);

  function axes() {
    for (const y of [up(0), rise(0)])
      draw("line", { x1: LEFT, x2: RIGHT, y1: y, y2: y, stroke: GRAY, "stroke-width": 1 });
    for (let x = Math.ceil(low); x <= high; x += 1) write(across(x), 350, number(x, 0), GRAY, "middle");
    write(RIGHT, 366, "t", GRAY, "end");
  }

  function show(step) {
    svg.replaceChildren();
    draw("clipPath", { id: `${id}-clip` });
    const frame = document.createElementNS("http://www.w3.org/2000/svg", "rect");
    for (const [key, value] of Object.entries({ x: LEFT, y: 0, width: RIGHT - LEFT, height: 372 }))
      frame.setAttribute(key, value);
    svg.firstChild.append(frame);
    axes();
    const sliding = step >= SLIDE, at = step - SLIDE;
    const turned = Math.min(Math.max((step - STILL) / TURN, 0), 1);
    const away = Math.min(Math.max((step - STILL - TURN) / AWAY, 0), 1);
    const t = sliding ? times[at] : away * times[0];
    if (sliding) {
      const ends = [...places, high, low], filled = [...product(at), 0, 0];
      draw("polygon", { points: points(ends, filled, up), fill: GREEN, "fill-opacity": 0.45 });
      curve(times, area, rise, PALE);
      curve(times.slice(0, at + 1), area.slice(0, at + 1), rise, "#222");
      draw("circle", { cx: across(t), cy: rise(area[at]), r: 5, fill: GREEN });
    }
    curve(places, f, up, BLUE);
    curve(places.map((x) => t + x * Math.cos(Math.PI * turned)), g, up, VERMILION, "7 4");
    write(LEFT, 22, "f(\u03c4)", BLUE);
    write(LEFT + 54, 22, sliding || away ? "g(t \u2212 \u03c4)" : turned < 1 ? "g(\u03c4)" : "g(\u2212\u03c4)", VERMILION);
    write(LEFT, 224, "(f \u2217 g)(t)");
    if (sliding) write(LEFT + 130, 22, "area of the product", "#00684c");
    const said = sliding ? `t = ${number(t, 2)}, area ${number(area[at], 2)}`
      : away ? "to the start" : turned ? "turn g around" : "two functions";
    words.textContent = said;
    slider.setAttribute("aria-valuetext", said);
  }

  const last = SLIDE + times.length - 1;
  let playing = false, due = 0;
  function set(step) {
    slider.value = step;
    show(step);
  }
  function run(on) {
    playing = on;
    play.textContent = on ? "Pause" : "Play";
    if (on && Number(slider.value) >= last) set(0);
    if (on) requestAnimationFrame(tick);
  }
  function tick(now) {
    if (!playing) return;
    if (now >= due) {
      due = now + 50;
      set(Math.min(Number(slider.value) + 1, last));
      if (Number(slider.value) >= last) return run(false);
    }
    requestAnimationFrame(tick);
  }
  slider.max = last;
  play.addEventListener("click", () => run(!playing));
  slider.addEventListener("input", () => { run(false); show(Number(slider.value)); });
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  set(calm ? SLIDE + Math.floor(times.length / 2) : 0);
  if (!calm && "IntersectionObserver" in window) {
    // Once, when it comes into view; a reader who asks for little motion starts it with the button.
    const watch = new IntersectionObserver((seen) => {
      if (!seen.some((entry) => entry.isIntersecting)) return;
      watch.disconnect();
      run(true);
    }, { threshold: 0.8 });
    watch.observe(svg);
  }
})
