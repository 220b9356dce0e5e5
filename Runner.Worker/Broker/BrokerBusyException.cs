namespace Runner.Worker.Broker;

/// <summary>The broker does not take an order at the moment; a later attempt may succeed.</summary>
sealed class BrokerBusyException(string message) : Exception(message);
