import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.protocol.Errors;

/** Prints every error code that Kafka's own client knows: number, name, and whether its exception is a retriable one. */
public class ErrorTable {
    public static void main(String[] args) {
        for (Errors error : Errors.values()) {
            String kind = error.exception() instanceof RetriableException ? "retriable" : "final";
            System.out.println(error.code() + " " + error.name() + " " + kind);
        }
    }
}
