import { Library } from '../../components/evidence/library.tsx';
import { startPage } from '../../components/page.tsx';

startPage(<Library />);
