/** Why a text that somebody typed is no YAML. */
export const toldYaml = {
  'Line {line}, column {column}: {reason}': 'Zeile {line}, Spalte {column}: {reason}',
  'There are no fields here.': 'Hier stehen keine Felder.',
  'An alias, such as *name, cannot have a tag or an anchor.':
    'Ein Alias wie *name kann kein Tag und keinen Anker haben.',
  'An anchor or an alias needs a name that does not end with a colon.':
    'Ein Anker oder Alias braucht einen Namen, der nicht mit einem Doppelpunkt endet.',
  'The tag does not go with what stands after it.': 'Das Tag passt nicht zu dem, was ihm folgt.',
  'A line that begins with % is not understood here.':
    'Eine Zeile, die mit % beginnt, wird hier nicht verstanden.',
  'In double quotes \\ begins a special character, and this is none; write \\\\ for \\ itself.':
    'In doppelten Anführungszeichen beginnt \\ ein besonderes Zeichen, und das ist keines; schreiben Sie \\\\ für \\ selbst.',
  'This is not indented as what it belongs to, or a bracket before it is not closed.':
    'Das ist nicht so eingerückt wie das, wozu es gehört, oder eine Klammer davor ist nicht geschlossen.',
  'An anchor or a tag must stand after the sign before a value, not before it.':
    'Ein Anker oder Tag muss hinter dem Zeichen vor einem Wert stehen, nicht davor.',
  'A text cannot begin with this character; put it in quotes.':
    'Ein Text kann nicht mit diesem Zeichen beginnen; setzen Sie ihn in Anführungszeichen.',
  'A field stands on the line of another one; give each its own line.':
    'Ein Feld steht in der Zeile eines anderen; geben Sie jedem eine eigene.',
  'Between brackets or braces entries are told apart by commas, not by indentation.':
    'Zwischen Klammern werden Einträge durch Kommas getrennt, nicht durch Einrückung.',
  'This field is there twice.': 'Dieses Feld gibt es zweimal.',
  'This cannot be read as YAML.': 'Das ist nicht als YAML lesbar.',
  'The name of a field can have 1024 characters at most.':
    'Der Name eines Feldes kann höchstens 1024 Zeichen haben.',
  'Something is missing here: a quote, a bracket, a comma, a colon, or a space after one.':
    'Hier fehlt etwas: ein Anführungszeichen, eine Klammer, ein Komma, ein Doppelpunkt oder ein Leerzeichen danach.',
  'The name of a field must stand on one line, with its colon.':
    'Der Name eines Feldes muss mit seinem Doppelpunkt in einer Zeile stehen.',
  'A value can have one anchor at most.': 'Ein Wert kann höchstens einen Anker haben.',
  'There can be one object only; take away the line with the three dashes.':
    'Es kann nur ein Objekt geben; nehmen Sie die Zeile mit den drei Strichen weg.',
  'A value can have one tag at most.': 'Ein Wert kann höchstens ein Tag haben.',
  'The name of a field must be a text.': 'Der Name eines Feldes muss ein Text sein.',
  'This is nested too deeply.': 'Das ist zu tief verschachtelt.',
  'Tabs cannot indent; use spaces.':
    'Tabulatoren können nicht einrücken; benutzen Sie Leerzeichen.',
  'This tag is not known, or does not go with its value.':
    'Dieses Tag ist nicht bekannt oder passt nicht zu seinem Wert.',
  'This cannot stand here.': 'Das kann hier nicht stehen.',
  'The aliases would make it far too large.': 'Durch die Aliasse würde es viel zu groß.',
  'The alias *{name} needs an anchor &{anchor} before it.':
    'Der Alias *{name} braucht vor sich einen Anker &{anchor}.'
};
