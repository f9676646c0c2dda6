import com.adobe.epubcheck.api.EPUBLocation;
import com.adobe.epubcheck.api.EpubCheck;
import com.adobe.epubcheck.messages.Message;
import com.adobe.epubcheck.messages.MessageDictionary;
import com.adobe.epubcheck.messages.Severity;
import com.adobe.epubcheck.util.DefaultReportImpl;
import com.adobe.epubcheck.util.ReportingLevel;
import java.io.File;
import java.util.EnumMap;
import java.util.Map;

/**
 * Runs EPUBCheck on every file named in the arguments, in one Java machine: starting it costs more than a check.
 *
 * Prints a line for each finding, {@code FILE TAB SEVERITY TAB ID TAB PLACE TAB MESSAGE}, and a last line
 * {@code FILE TAB CHECKED} for each file.
 */
public final class CheckEpubs {
  public static void main(String[] files) {
    for (String file : files) {
      Findings findings = new Findings(file);
      findings.setReportingLevel(ReportingLevel.Usage);
      new EpubCheck(new File(file), findings).doValidate();
      System.out.println(file + "\tCHECKED");
    }
  }

  private static final class Findings extends DefaultReportImpl {
    private final String file;

    Findings(String file) {
      super(file);
      this.file = file;
    }

    @Override
    public void message(Message message, EPUBLocation place, Object... arguments) {
      Severity severity = message.getSeverity();
      if (severity == Severity.SUPPRESSED) {
        return;
      }
      String text = message.getMessage(arguments).replaceAll("\\s+", " ");
      System.out.println(String.join("\t", file, severity.toString(), message.getID().toString(),
          place.getPath() + ":" + place.getLine(), text));
    }
  }
}
