package io.dromedary.r2;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** The body of CompleteMultipartUpload. */
final class CompleteRequest {

    /** Ten thousand parts fit in about one and a half. */
    private static final int MAX_BYTES = 4 << 20;

    private CompleteRequest() {
    }

    /**
     * Reads the claimed parts.
     *
     * @throws R2Error 400 MalformedXML, also for an empty list
     */
    static List<Multipart.Claimed> read(InputStream body) throws IOException {
        byte[] bytes = body.readNBytes(MAX_BYTES);
        // To the end, because only there the body's digests are compared.
        if (body.read() >= 0) {
            throw malformed();
        }
        try {
            List<Multipart.Claimed> parts = parse(bytes);
            if (parts.isEmpty()) {
                throw malformed();
            }
            return parts;
        } catch (XMLStreamException | NumberFormatException e) {
            throw malformed();
        }
    }

    private static List<Multipart.Claimed> parse(byte[] bytes) throws XMLStreamException {
        XMLInputFactory factory = XMLInputFactory.newFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        XMLStreamReader xml = factory.createXMLStreamReader(new ByteArrayInputStream(bytes));
        List<Multipart.Claimed> parts = new ArrayList<>();
        int number = 0;
        String etag = "";
        while (xml.hasNext()) {
            int event = xml.next();
            if (event == XMLStreamConstants.START_ELEMENT && xml.getLocalName().equals("PartNumber")) {
                number = Integer.parseInt(xml.getElementText().strip());
            } else if (event == XMLStreamConstants.START_ELEMENT && xml.getLocalName().equals("ETag")) {
                etag = xml.getElementText().strip();
            } else if (event == XMLStreamConstants.END_ELEMENT && xml.getLocalName().equals("Part")) {
                parts.add(new Multipart.Claimed(number, etag));
            }
        }
        return parts;
    }

    private static R2Error malformed() {
        return new R2Error(400, "MalformedXML", "The XML you provided was not well formed.");
    }
}
