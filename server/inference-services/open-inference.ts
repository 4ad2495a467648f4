/**
 * KServe's second protocol by gRPC (the Open Inference Protocol), as far as a model is asked by it: here, because the
 * bundle of the server needs no file beside it. Names and numbers are those of upstream's `grpc_predict_v2.proto`.
 */
const tensor = {
  fields: {
    name: { type: 'string', id: 1 },
    datatype: { type: 'string', id: 2 },
    shape: { rule: 'repeated', type: 'int64', id: 3 },
    contents: { type: 'InferTensorContents', id: 5 }
  }
};
const named = {
  model_name: { type: 'string', id: 1 },
  model_version: { type: 'string', id: 2 },
  id: { type: 'string', id: 3 }
};

export const OPEN_INFERENCE = {
  options: { syntax: 'proto3' },
  nested: {
    inference: {
      nested: {
        GRPCInferenceService: {
          methods: {
            ModelInfer: { requestType: 'ModelInferRequest', responseType: 'ModelInferResponse' }
          }
        },
        ModelInferRequest: {
          fields: { ...named, inputs: { rule: 'repeated', type: 'InferInputTensor', id: 5 } },
          nested: { InferInputTensor: tensor }
        },
        ModelInferResponse: {
          fields: {
            ...named,
            outputs: { rule: 'repeated', type: 'InferOutputTensor', id: 5 },
            raw_output_contents: { rule: 'repeated', type: 'bytes', id: 6 }
          },
          nested: { InferOutputTensor: tensor }
        },
        InferTensorContents: {
          fields: {
            bool_contents: { rule: 'repeated', type: 'bool', id: 1 },
            int_contents: { rule: 'repeated', type: 'int32', id: 2 },
            int64_contents: { rule: 'repeated', type: 'int64', id: 3 },
            uint_contents: { rule: 'repeated', type: 'uint32', id: 4 },
            uint64_contents: { rule: 'repeated', type: 'uint64', id: 5 },
            fp32_contents: { rule: 'repeated', type: 'float', id: 6 },
            fp64_contents: { rule: 'repeated', type: 'double', id: 7 },
            bytes_contents: { rule: 'repeated', type: 'bytes', id: 8 }
          }
        }
      }
    }
  }
};
