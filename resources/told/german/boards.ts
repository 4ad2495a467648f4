/** What is said of a TensorBoard. */
export const toldBoards = {
  'The TensorBoard is being deleted.': 'Das TensorBoard wird gelöscht.',
  'The TensorBoard shows what is logged.': 'Das TensorBoard zeigt, was aufgezeichnet wird.',
  'The TensorBoard has no pod yet.': 'Das TensorBoard hat noch keinen Pod.',
  'The TensorBoard is starting.': 'Das TensorBoard startet.',
  'The TensorBoard is stopped.': 'Das TensorBoard ist gestoppt.',
  'The TensorBoard was stopped because nobody used it for {time}.':
    'Das TensorBoard wurde gestoppt, weil es {time} lang niemand benutzt hat.',
  'There is a {kind} "{name}" of somebody else; give the TensorBoard another name.':
    'Ein Objekt {kind} „{name}“ von jemand anderem gibt es schon; geben Sie dem TensorBoard einen anderen Namen.',
  'Say where the logs are: pvc://CLAIM/FOLDER for a volume, or s3://BUCKET/FOLDER for a bucket.':
    'Sagen Sie, wo die Logs sind: pvc://CLAIM/ORDNER für ein Volume oder s3://BUCKET/ORDNER für einen Bucket.',
  'The folder of the logs must not have parts "." and "..", or control characters.':
    'Der Ordner der Logs darf keine Teile „.“ und „..“ und keine Steuerzeichen haben.',
  '"{name}" cannot be the name of a volume claim.':
    '„{name}“ kann nicht der Name eines Claims sein.',

  'The TensorBoard was ended by its node: {detail}.':
    'Das TensorBoard wurde von seinem Knoten beendet: {detail}.',
  'The TensorBoard waits for its volume to be made.': 'Das TensorBoard wartet auf sein Volume.',
  'No node can take the TensorBoard: {detail}.':
    'Kein Knoten kann das TensorBoard aufnehmen: {detail}.',
  'No node has enough memory free for the TensorBoard; ask for less, or stop something else.':
    'Kein Knoten hat genug RAM für das TensorBoard frei; verlangen Sie weniger, oder stoppen Sie etwas anderes.',
  'No node has {amount} memory free for the TensorBoard; ask for less, or stop something else.':
    'Kein Knoten hat {amount} RAM für das TensorBoard frei; verlangen Sie weniger, oder stoppen Sie etwas anderes.',
  'No node has enough {thing} free for the TensorBoard; ask for less, or stop something else.':
    'Kein Knoten hat genug {thing} für das TensorBoard frei; verlangen Sie weniger, oder stoppen Sie etwas anderes.',
  'No node has {amount} {thing} free for the TensorBoard; ask for less, or stop something else.':
    'Kein Knoten hat {amount} {thing} für das TensorBoard frei; verlangen Sie weniger, oder stoppen Sie etwas anderes.',
  'The TensorBoard ended right after it was started; its log says why.':
    'Das TensorBoard endete gleich nach dem Start; sein Log sagt, warum.',
  'The TensorBoard cannot be started: {detail}.':
    'Das TensorBoard kann nicht gestartet werden: {detail}.',
  'The TensorBoard ran out of memory and was ended; give it more memory.':
    'Dem TensorBoard ging der RAM aus, und es wurde beendet; geben Sie ihm mehr.',
  'The TensorBoard ran out of memory (it had {amount}) and was ended; give it more memory.':
    'Dem TensorBoard ging der RAM aus (es hatte {amount}), und es wurde beendet; geben Sie ihm mehr.',
  'The TensorBoard ended with exit code {code}; its log says why.':
    'Das TensorBoard endete mit dem Code {code}; sein Log sagt, warum.',
  'The TensorBoard ended with exit code {code}: {detail}.':
    'Das TensorBoard endete mit dem Code {code}: {detail}.',
  'A volume of the TensorBoard cannot be mounted: {detail}.':
    'Ein Volume des TensorBoards kann nicht eingehängt werden: {detail}.',
  'The node cannot prepare the TensorBoard: {detail}.':
    'Der Knoten kann das TensorBoard nicht vorbereiten: {detail}.'
};
