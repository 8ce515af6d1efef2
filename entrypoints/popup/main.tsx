import { startPage } from '../../components/page.tsx';
import { Popup } from '../../components/popup.tsx';

startPage(<Popup />);
