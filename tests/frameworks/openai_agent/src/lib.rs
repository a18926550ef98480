//! An agent on the OpenAI Responses API, with a scripted model on loopback.
