/** Names that are there without being defined, and methods whose effect is known by their name. */

const words = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/));

/** Builtins of CPython 3.9 to 3.14, the names that a module has, and those that IPython adds. */
export const BUILTINS = words(`
  ArithmeticError AssertionError AttributeError BaseException BaseExceptionGroup BlockingIOError BrokenPipeError
  BufferError BytesWarning ChildProcessError ConnectionAbortedError ConnectionError ConnectionRefusedError
  ConnectionResetError DeprecationWarning EOFError Ellipsis EncodingWarning EnvironmentError Exception ExceptionGroup
  False FileExistsError FileNotFoundError FloatingPointError FutureWarning GeneratorExit IOError ImportError
  ImportWarning IndentationError IndexError InterruptedError IsADirectoryError KeyError KeyboardInterrupt LookupError
  MemoryError ModuleNotFoundError NameError None NotADirectoryError NotImplemented NotImplementedError OSError
  OverflowError PendingDeprecationWarning PermissionError ProcessLookupError PythonFinalizationError RecursionError
  ReferenceError ResourceWarning RuntimeError RuntimeWarning StopAsyncIteration StopIteration SyntaxError SyntaxWarning
  SystemError SystemExit TabError TimeoutError True TypeError UnboundLocalError UnicodeDecodeError UnicodeEncodeError
  UnicodeError UnicodeTranslateError UnicodeWarning UserWarning ValueError Warning ZeroDivisionError
  __build_class__ __debug__ __import__ abs aiter all anext any ascii bin bool breakpoint bytearray bytes callable chr
  classmethod compile complex copyright credits delattr dict dir divmod enumerate eval exec exit filter float format
  frozenset getattr globals hasattr hash help hex id input int isinstance issubclass iter len license list locals map
  max memoryview min next object oct open ord pow print property quit range repr reversed round set setattr slice
  sorted staticmethod str sum super tuple type vars zip
  __name__ __doc__ __package__ __loader__ __spec__ __builtins__ __annotations__
  get_ipython display In Out _ __ ___ _i _ii _iii _oh _dh _ih
`);

/** Functions that read or write names which their call does not show. */
export const DYNAMIC = words('exec eval globals locals vars');

/** Builtins whose result holds nothing of their arguments. */
export const FORGETFUL = words(`
  abs all any ascii bin bool bytes callable chr complex dir divmod float format hasattr hash help hex id input int
  isinstance issubclass len oct open ord pow print range repr round str sum type
`);

/** Methods that change what they are called on. */
export const MUTATORS = words(`
  append extend insert remove pop clear sort reverse update setdefault popitem add discard difference_update
  intersection_update symmetric_difference_update appendleft extendleft popleft rotate subtract move_to_end
  write writelines writerow writerows send throw seek truncate put put_nowait
  fit fit_transform fit_predict partial_fit fit_generator train_on_batch set_params compile add_module
  load_state_dict zero_grad backward requires_grad_ load_weights set_weights build adapt
  __setitem__ __delitem__ __setattr__ __iadd__ fill resize itemset setflags seed shuffle
  set_title set_xlabel set_ylabel set_xlim set_ylim
`);

/** Methods that leave what they are called on as it is, in the standard library and in the libraries of data science. */
export const PURE = words(`
  copy count index get keys values items union intersection difference symmetric_difference issubset issuperset
  isdisjoint most_common elements
  capitalize casefold center encode decode endswith startswith expandtabs find format format_map isalnum isalpha
  isascii isdecimal isdigit isidentifier islower isnumeric isprintable isspace istitle isupper join ljust lower lstrip
  maketrans partition removeprefix removesuffix replace rfind rindex rjust rpartition rsplit rstrip split splitlines
  strip swapcase title translate upper zfill hex bit_length as_integer_ratio is_integer conjugate
  read_text read_bytes exists is_file is_dir glob rglob iterdir resolve absolute with_suffix with_name relative_to
  joinpath as_posix stat expanduser
  match fullmatch search findall finditer sub subn group groups groupdict span
  isoformat strftime date time timestamp total_seconds weekday isoweekday timetuple astimezone
  head tail describe info sample mean median mode std var sum min max prod cumsum cumprod cummax cummin quantile corr
  cov nunique unique value_counts isna isnull notna notnull any all abs round clip astype convert_dtypes
  groupby agg aggregate apply applymap map transform pipe rolling expanding ewm resample pivot pivot_table melt stack
  unstack merge join assign filter query nlargest nsmallest rank diff shift pct_change iterrows itertuples
  select_dtypes isin between where mask to_numpy to_list tolist to_dict to_frame to_series to_csv to_parquet to_json
  to_excel to_html to_string to_markdown to_pickle to_sql to_records nonzero equals duplicated memory_usage
  drop_duplicates dropna fillna drop rename reindex reset_index set_index sort_values sort_index interpolate explode
  cut get_dummies add_prefix add_suffix first last nth ngroup idxmax idxmin squeeze
  plot hist boxplot scatter bar barh line area
  reshape ravel flatten view transpose swapaxes argmax argmin argsort argpartition dot item repeat take choose
  compress diagonal trace searchsorted tobytes dump ptp byteswap newbyteorder
  numpy cpu cuda to detach clone size dim numel float double half int long bool permute contiguous unsqueeze expand
  flip norm matmul mm bmm softmax sigmoid relu exp log sqrt pow eq ne gt lt ge le type
  predict predict_proba predict_log_proba decision_function score transform inverse_transform get_params
  get_feature_names_out staged_predict kneighbors evaluate summary state_dict parameters
  named_parameters get_config get_weights to_json count_params
  collect lazy select with_columns with_row_index sort limit slice to_pandas to_arrow
`);

/** Methods whose result may be another view of the same data. */
export const VIEWS = words(
  'reshape ravel view transpose swapaxes squeeze get items values keys detach numpy diagonal'
);

/** Functions of well-known modules that change their first argument. */
export const ARGUMENT_MUTATORS = words(`
  setattr delattr next shuffle heappush heappop heapify heappushpop heapreplace insort insort_left insort_right
  fill_diagonal copyto putmask place put_along_axis
`);

/** Builtins that hand on what they iterate over. */
export const ITERATORS = words('enumerate zip reversed iter sorted list tuple map filter');
