import type { ReportContent } from '@/lib/contracts/report-content';
import { FORMAT_LOCALE } from '@/lib/i18n/locales';
import { printable } from '../printable';

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/**
 * pdfkit writes the same text into the document's table and, unescaped, into the XML of its metadata. The
 * table uses the characters, the XML the result of toString.
 */
class TextForXml extends String {
  override toString(): string {
    return this.valueOf().replace(/[&<>"]/g, (character) => ESCAPES[character] ?? character);
  }
}

/**
 * Removes controls and invisible characters, which XML does not accept either; any letter is allowed, because
 * viewers have more typefaces.
 */
const textOf = (text: string) => new TextForXml(printable(text, () => true));

/**
 * PDF/UA needs its own property to declare itself, and PDF/A requires a description of every property.
 * https://pdfa.org/resource/tagged-pdf-best-practice-guide-syntax/
 */
const PDF_UA = `
        <rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
            <pdfuaid:part>1</pdfuaid:part>
        </rdf:Description>
        <rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
            <pdfaExtension:schemas>
                <rdf:Bag>
                    <rdf:li rdf:parseType="Resource">
                        <pdfaSchema:schema>PDF/UA Universal Accessibility Schema</pdfaSchema:schema>
                        <pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
                        <pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
                        <pdfaSchema:property>
                            <rdf:Seq>
                                <rdf:li rdf:parseType="Resource">
                                    <pdfaProperty:name>part</pdfaProperty:name>
                                    <pdfaProperty:valueType>Integer</pdfaProperty:valueType>
                                    <pdfaProperty:category>internal</pdfaProperty:category>
                                    <pdfaProperty:description>Part of ISO 14289 that the document conforms to</pdfaProperty:description>
                                </rdf:li>
                            </rdf:Seq>
                        </pdfaSchema:property>
                    </rdf:li>
                </rdf:Bag>
            </pdfaExtension:schemas>
        </rdf:Description>`;

/** The document's properties, all from the content, so that the same content has the same bytes. */
export function optionsOf(content: ReportContent): PDFKit.PDFDocumentOptions {
  const made = new Date(content.generatedAt);
  const info = {
    Title: textOf(`${content.title} ${content.number}`),
    Author: textOf(content.generatedBy),
    Producer: textOf(`Guarded Fabric ${content.product.version}`),
    Creator: 'Guarded Fabric',
    CreationDate: made,
    ModDate: made,
    // Readers that use only the table recognise PDF/A by it.
    GTS_PDFA1Version: 'PDF/A-3a',
    ReportId: content.id,
  };
  return { lang: FORMAT_LOCALE[content.lang], info } as unknown as PDFKit.PDFDocumentOptions;
}

export function addMetadata(doc: PDFKit.PDFDocument): void {
  (doc as unknown as { appendXML: (xml: string) => void }).appendXML(PDF_UA);
}
