{
  // Three fields a section, in the order in which the press writes them; mdBook's search looks for them by these names.
  const FIELDS = ["breadcrumbs", "title", "body"];
  const { texts, ...options } = JSON.parse(SEARCHED);
  const index = new elasticlunr.Index();
  index.pipeline.add(elasticlunr.trimmer, elasticlunr.stopWordFilter, elasticlunr.stemmer);
  index.setRef("id");
  FIELDS.forEach((field) => index.addField(field));
  texts.forEach((text, place) => {
    index.addDoc({ id: String(place), ...Object.fromEntries(FIELDS.map((field, k) => [field, text[k]])) });
  });
  Object.assign(window.search, options, { index: index.toJSON() });
}
